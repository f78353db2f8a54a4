package io.waybill.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One request to the admin listener and its answer, on a connection of its own. It speaks HTTP/1.1 by itself because the
 * JDK's clients do not suit: the old one cannot send PATCH, and the new one takes half a second to load. Confined to one
 * thread.
 */
final class AdminConnection implements AutoCloseable {

    private static final int MOST_BYTES = 256 * 1024 * 1024;
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int HEX = 16;
    private static final int FIRST_FINAL_STATUS = 200;
    private static final int NO_CONTENT = 204;

    private final Socket socket;
    private final InputStream in;
    private final Deadline deadline;

    private AdminConnection(Socket socket, Deadline deadline) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.deadline = deadline;
    }

    /** Connects, sends, reads and closes. The request asks for the close, and the time counts for all of it together. */
    static AdminAnswer exchange(AdminAddress to, byte[] request, Duration timeout) throws IOException {
        Deadline deadline = Deadline.in(timeout);
        try (AdminConnection connection = new AdminConnection(connected(to, deadline), deadline)) {
            connection.socket.getOutputStream().write(request);
            connection.socket.getOutputStream().flush();
            return connection.answer();
        }
    }

    private static Socket connected(AdminAddress to, Deadline deadline) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(to.host(), to.port()), deadline.millisLeft());
            socket.setSoTimeout(deadline.millisLeft());
            return to.secure() ? secured(socket, to) : socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secured(Socket plain, AdminAddress to) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, to.host(), to.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private AdminAnswer answer() throws IOException {
        int status;
        Framing framing;
        do {
            status = status(line());
            framing = framing();
        } while (status < FIRST_FINAL_STATUS);
        byte[] body = status == NO_CONTENT ? new byte[0] : body(framing);
        return new AdminAnswer(status, new String(body, StandardCharsets.UTF_8));
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new IOException("it does not speak HTTP");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    /** What the fields say about the length of the body. */
    private record Framing(boolean chunked, int length) {}

    private Framing framing() throws IOException {
        boolean chunked = false;
        int length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("transfer-encoding")) {
                chunked = value.equalsIgnoreCase("chunked");
            } else if (name.equals("content-length")) {
                length = number(value, 10);
            }
        }
        return new Framing(chunked, length);
    }

    private byte[] body(Framing framing) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (framing.chunked) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                copy(size, body);
                line();
            }
        } else if (framing.length >= 0) {
            copy(framing.length, body);
        } else {
            for (int next = next(); next >= 0; next = next()) {
                body.write(next);
            }
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        String line = line();
        int semicolon = line.indexOf(';');
        return number((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), HEX);
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number >= 0 && number <= MOST_BYTES) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IOException("its answer has no valid length: " + text);
    }

    private void copy(int length, ByteArrayOutputStream to) throws IOException {
        for (int left = length; left > 0; ) {
            limitRead();
            byte[] part = in.readNBytes(Math.min(left, LONGEST_LINE));
            if (part.length == 0) {
                throw new EOFException("its answer was cut off");
            }
            to.writeBytes(part);
            left -= part.length;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = next(); next != '\n'; next = next()) {
            if (next < 0 || line.size() > LONGEST_LINE) {
                throw new EOFException("it closed the connection without an answer");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
    }

    private int next() throws IOException {
        limitRead();
        return in.read();
    }

    private void limitRead() throws IOException {
        if (deadline.isOver()) {
            throw new SocketTimeoutException();
        }
        if (in.available() == 0) {
            socket.setSoTimeout(deadline.millisLeft());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
