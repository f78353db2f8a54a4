package io.waybill.config;

import org.jspecify.annotations.Nullable;

/** Reads IP addresses in their written form, without ever asking a name service. */
final class IpLiteral {

    private static final int GROUPS = 8;

    private IpLiteral() {}

    /** 4 or 16 bytes, or null if the text is no address; an IPv4 address mapped into IPv6 gives 4. */
    static byte @Nullable [] parse(String text) {
        if (text.indexOf(':') < 0) {
            return parse4(text);
        }
        byte[] address = parse6(text);
        return address == null ? null : unmapped(address);
    }

    /** The 4 bytes of an IPv4 address mapped into IPv6 (RFC 4291, section 2.5.5.2), or the argument itself. */
    static byte[] unmapped(byte[] address) {
        return isMapped(address) ? new byte[] {address[12], address[13], address[14], address[15]} : address;
    }

    static boolean isMapped(byte[] address) {
        if (address.length != 16 || address[10] != -1 || address[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte @Nullable [] parse4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            int octet = number(parts[i], 10, 3);
            // a leading zero is refused: some readers take such a number for octal
            if (octet < 0 || octet > 255 || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
                return null;
            }
            address[i] = (byte) octet;
        }
        return address;
    }

    private static byte @Nullable [] parse6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] whole = groups(text);
            return whole != null && whole.length == 2 * GROUPS ? whole : null;
        }
        byte[] before = groups(text.substring(0, gap));
        byte[] after = groups(text.substring(gap + 2));
        if (before == null || after == null || before.length + after.length > 2 * GROUPS - 2) {
            return null;
        }
        byte[] address = new byte[2 * GROUPS];
        System.arraycopy(before, 0, address, 0, before.length);
        System.arraycopy(after, 0, address, address.length - after.length, after.length);
        return address;
    }

    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        byte[] last = parts[parts.length - 1].indexOf('.') < 0 ? null : parse4(parts[parts.length - 1]);
        int plain = last == null ? parts.length : parts.length - 1;
        if (plain > GROUPS) {
            return null;
        }
        byte[] bytes = new byte[2 * plain + (last == null ? 0 : 4)];
        for (int i = 0; i < plain; i++) {
            int group = number(parts[i], 16, 4);
            if (group < 0) {
                return null;
            }
            bytes[2 * i] = (byte) (group >> 8);
            bytes[2 * i + 1] = (byte) group;
        }
        if (last != null) {
            System.arraycopy(last, 0, bytes, 2 * plain, 4);
        }
        return bytes;
    }

    /** −1 unless the text is 1 to {@code longest} digits of that radix. */
    static int number(String text, int radix, int longest) {
        if (text.isEmpty() || text.length() > longest) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
