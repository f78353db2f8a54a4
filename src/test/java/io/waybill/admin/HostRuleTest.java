package io.waybill.admin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostRuleTest {

    private static final byte[] ONE_IN_IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    @Test
    void aListenerOnLoopbackKnowsItsNames() {
        HostRule rule = new HostRule(new InetSocketAddress("127.0.0.9", 9119), "Edge1");
        assertTrue(rule.allows(List.of("127.0.0.9:9119"), false));
        assertTrue(rule.allows(List.of("edge1"), false));
        assertFalse(rule.allows(List.of("edge2"), false));
        assertFalse(rule.allows(List.of("localhost", "localhost"), false));
        assertFalse(rule.allows(List.of(), false));
        assertTrue(rule.allows(List.of(), true));
    }

    @Test
    void aListenerOnOtherAddressesCannotKnowItsNames() {
        HostRule rule = new HostRule(new InetSocketAddress("0.0.0.0", 9119), "edge1");
        assertTrue(rule.allows(List.of("proxy.internal.example:9119"), false));
        assertFalse(rule.allows(List.of("a", "b"), false));
    }

    @Test
    void loopbackOfIpv6IsLoopback() throws UnknownHostException {
        HostRule rule = new HostRule(new InetSocketAddress(InetAddress.getByAddress(ONE_IN_IPV6), 9119), "edge1");
        assertTrue(rule.allows(List.of("[::1]:9119"), false));
        assertFalse(rule.allows(List.of("evil.example"), false));
    }
}
