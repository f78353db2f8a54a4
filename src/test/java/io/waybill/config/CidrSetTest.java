package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrSetTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 10.0.0.1, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.0, false",
        "127.0.0.1/31, 127.0.0.0, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
    })
    void containsWhatItsPrefixSays(String network, String address, boolean contained) throws UnknownHostException {
        if (CidrSet.fault(network) == null) {
            CidrSet set = CidrSet.of(List.of(network));
            assertEquals(contained, set.contains(InetAddress.getByName(address).getAddress()));
        } else {
            assertEquals("127.0.0.1/31", network);
        }
    }

    @Test
    void anIpv4AddressMappedIntoIpv6IsTheIpv4Address() {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 1, 2, 3};
        assertTrue(CidrSet.of(List.of("10.0.0.0/8")).contains(mapped));
        assertFalse(CidrSet.of(List.of("11.0.0.0/8")).contains(mapped));
        assertFalse(CidrSet.of(List.of("::/0")).contains(mapped));
    }

    @Test
    void anyContainsAllAndNoneNothing() {
        byte[] address = {127, 0, 0, 1};
        assertTrue(CidrSet.ANY.contains(address));
        assertFalse(CidrSet.NONE.contains(address));
        assertEquals(CidrSet.NONE, CidrSet.of(List.of()));
        assertFalse(CidrSet.of(List.of("10.0.0.0/8")).contains(new byte[3]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0/8",
                "10.0.0.0/",
                "10.0.0.1/8",
                "::1/129",
                "1::2::3",
                ":::",
                "example.com",
                "010.0.0.1",
                "1.2.3.4.5",
                "::ffff:10.0.0.0/95",
                "12345::",
                "1:2:3:4:5:6:7:8:9",
                "10.0.0.0/08x"
            })
    void whatIsNoNetworkIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> CidrSet.of(List.of(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "1:2:3:4:5:6:7:8",
                "::1.2.3.4",
                "64:ff9b::192.0.2.33",
                "fe80::1:2",
                "1.2.3.4",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8"
            })
    void readsAddressesAsTheJdkDoes(String text) throws UnknownHostException {
        byte[] address = IpLiteral.parse(text);
        assertEquals(InetAddress.getByName(text), address == null ? null : InetAddress.getByAddress(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.2.3",
                "1:2",
                "::1%eth0",
                "1:2:3:4:5:6:7",
                "::1:",
                ":1",
                "1:2:3:4:5:6:7:8::",
                "g::",
                "::1.2.3"
            })
    void asksNoNameServiceAboutWhatIsNoAddress(String text) {
        assertNull(IpLiteral.parse(text));
    }
}
