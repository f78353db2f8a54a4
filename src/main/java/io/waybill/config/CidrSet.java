package io.waybill.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of networks, for questions such as whether a sender is trusted. Asking allocates nothing. Immutable.
 *
 * <p>An IPv4 address mapped into IPv6 counts as the IPv4 address.
 */
public final class CidrSet {

    /** Contains every address. */
    public static final CidrSet ANY = new CidrSet(true, List.of(), List.of());

    /** Contains no address. */
    public static final CidrSet NONE = new CidrSet(false, List.of(), List.of());

    private final boolean any;
    private final List<String> texts;
    private final byte[][] networks;
    private final int[] prefixBits;

    private CidrSet(boolean any, List<String> texts, List<Cidr> cidrs) {
        this.any = any;
        this.texts = List.copyOf(texts);
        this.networks = new byte[cidrs.size()][];
        this.prefixBits = new int[cidrs.size()];
        for (int i = 0; i < cidrs.size(); i++) {
            networks[i] = cidrs.get(i).network();
            prefixBits[i] = cidrs.get(i).bits();
        }
    }

    /**
     * The union of networks.
     *
     * @param cidrs each {@code address/bits}, or an address alone
     * @throws IllegalArgumentException if one of them is not a network, or has bits set behind its prefix
     */
    public static CidrSet of(List<String> cidrs) {
        List<Cidr> parsed = new ArrayList<>(cidrs.size());
        for (String text : cidrs) {
            String fault = fault(text);
            if (fault != null) {
                throw new IllegalArgumentException("network: found " + text + ", expected " + fault);
            }
            parsed.add(Cidr.parse(text));
        }
        return cidrs.isEmpty() ? NONE : new CidrSet(false, cidrs, parsed);
    }

    /**
     * Whether an address is in one of the networks.
     *
     * @param address 4 or 16 bytes, most significant first; any other length is in no network
     */
    public boolean contains(byte[] address) {
        if (any) {
            return true;
        }
        int from = IpLiteral.isMapped(address) ? 12 : 0;
        for (int i = 0; i < networks.length; i++) {
            if (networks[i].length == address.length - from && matches(networks[i], prefixBits[i], address, from)) {
                return true;
            }
        }
        return false;
    }

    /** {@code any}, {@code none}, or the networks as they were written. */
    @Override
    public String toString() {
        return any ? "any" : texts.isEmpty() ? "none" : String.join(", ", texts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CidrSet that && any == that.any && texts.equals(that.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode() + (any ? 1 : 0);
    }

    /** What a text should have been, or null if it is a network. */
    static @Nullable String fault(String text) {
        Cidr cidr = Cidr.parse(text);
        if (cidr == null) {
            return "an address, or a network such as 10.0.0.0/8 or 2001:db8::/32";
        }
        byte[] masked = cidr.network().clone();
        for (int bit = cidr.bits(); bit < masked.length * 8; bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return Arrays.equals(masked, cidr.network())
                ? null
                : "no bits set behind the first " + cidr.bits() + " of the address";
    }

    private static boolean matches(byte[] network, int bits, byte[] address, int from) {
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (network[i] != address[from + i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((network[whole] ^ address[from + whole]) & 0xff) >> (8 - rest) == 0;
    }

    private record Cidr(byte[] network, int bits) {

        static @Nullable Cidr parse(String text) {
            int slash = text.indexOf('/');
            byte[] network = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
            if (network == null) {
                return null;
            }
            int most = network.length * 8;
            int bits = slash < 0 ? most : IpLiteral.number(text.substring(slash + 1), 10, 3);
            if (slash >= 0 && network.length == 4 && text.indexOf(':') >= 0) {
                // a mapped network counts its bits from the beginning of the IPv6 address
                bits -= 96;
            }
            return bits < 0 || bits > most ? null : new Cidr(network, bits);
        }
    }
}
