package io.waybill.control;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;

/**
 * What a name stands for. Immutable.
 *
 * @param addresses sorted, so that an answer in another order is the same answer; not empty
 * @param ttlSeconds how long that counts, as the name server says
 */
record NameAnswer(List<InetAddress> addresses, long ttlSeconds) {

    NameAnswer {
        addresses = addresses.stream()
                .distinct()
                .sorted(Comparator.comparing(InetAddress::getHostAddress))
                .toList();
    }
}
