package io.waybill.control;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.waybill.config.DnsConfig;
import io.waybill.net.Loops;
import io.waybill.net.Transports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks name servers. Keeps no answer: who asks does, for as long as the answer says. Safe from any thread. */
final class DnsLookup implements AutoCloseable {

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private final DnsNameResolver resolver;
    private final SearchList search;

    /** @param loops on the first of which it waits for answers */
    DnsLookup(Loops loops, DnsConfig config) {
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(
                        loops.all().get(0).eventLoop())
                .datagramChannelType(Transports.datagramChannel(loops.transport()))
                .socketChannelType(loops.socketChannel())
                .queryTimeoutMillis(config.timeout().toMillis())
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                // Looked at before a name server is asked at all.
                .hostsFileEntriesResolver((name, types) -> null);
        if (!config.servers().isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(config.servers().stream()
                    .map(server -> new InetSocketAddress(server.host(), server.port()))
                    .toList()));
        }
        this.resolver = builder.build();
        this.search = config.servers().isEmpty() ? SearchList.ofSystem() : SearchList.NONE;
    }

    /** The IPv4 addresses of the name if it has any, else its IPv6 addresses; fails with {@link #reason} if neither. */
    CompletableFuture<NameAnswer> lookUp(String name) {
        CompletableFuture<NameAnswer> result = new CompletableFuture<>();
        ask(search.candidates(name), 0, DnsRecordType.A, result);
        return result;
    }

    private void ask(List<String> candidates, int index, DnsRecordType type, CompletableFuture<NameAnswer> result) {
        resolver.resolveAll(new DefaultDnsQuestion(candidates.get(index), type)).addListener(done -> {
            @Nullable NameAnswer answer = done.isSuccess() ? answer(candidates.get(index), done.getNow()) : null;
            if (answer != null) {
                result.complete(answer);
            } else if (type.equals(DnsRecordType.A) && !isTimeout(done.cause())) {
                ask(candidates, index, DnsRecordType.AAAA, result);
            } else if (index + 1 < candidates.size()) {
                ask(candidates, index + 1, DnsRecordType.A, result);
            } else {
                result.completeExceptionally(
                        done.cause() == null ? new UnknownHostException(candidates.get(index)) : done.cause());
            }
        });
    }

    private static @Nullable NameAnswer answer(String name, Object records) {
        List<InetAddress> addresses = new ArrayList<>();
        long ttlSeconds = Long.MAX_VALUE;
        for (Object each : (List<?>) records) {
            if (each instanceof DnsRawRecord record && isAddress(record)) {
                addresses.add(address(name, record));
                ttlSeconds = Math.min(ttlSeconds, record.timeToLive());
            }
            ReferenceCountUtil.release(each);
        }
        return addresses.isEmpty() ? null : new NameAnswer(addresses, ttlSeconds);
    }

    /** A record that calls itself an address and has not the length of one is as good as none. */
    private static boolean isAddress(DnsRawRecord record) {
        int bytes = record.content().readableBytes();
        return (record.type().equals(DnsRecordType.A) && bytes == IPV4_BYTES)
                || (record.type().equals(DnsRecordType.AAAA) && bytes == IPV6_BYTES);
    }

    private static InetAddress address(String name, DnsRawRecord record) {
        try {
            return InetAddress.getByAddress(name, ByteBufUtil.getBytes(record.content()));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has the length of an address", impossible);
        }
    }

    /** Why a look-up failed, as one word. */
    static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsNameResolverTimeoutException) {
                return "timeout";
            }
            if (cause instanceof DnsErrorCauseException error) {
                return error.getCode().toString().replaceAll("\\(.*", "").toLowerCase(Locale.ROOT);
            }
        }
        return failure instanceof UnknownHostException ? "no-address" : "failed";
    }

    private static boolean isTimeout(@Nullable Throwable failure) {
        return failure != null && reason(failure).equals("timeout");
    }

    @Override
    public void close() {
        resolver.close();
    }
}
