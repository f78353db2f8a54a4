package io.waybill.requestid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Allocations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

    private static final long SECOND = 0x4E9F4258L;
    private static final int PREFIX_LENGTH = 18;
    private static final String ACCEPTED_MARKS = "._:/+=@~-";

    @Test
    void anIdIsHashAndSecondAndCounter() {
        RequestIdGenerator generator = new RequestIds("edge1", () -> SECOND).forLoop();

        String first = text(generator.next());
        String second = text(generator.next());

        assertTrue(first.matches("[0-9A-F]{8}-4E9F4258-1"), first);
        assertEquals(first.substring(0, PREFIX_LENGTH) + "2", second);
    }

    @Test
    void theCounterRunsFromOneToAMillionAndThenHashAndSecondAreNew() {
        long[] second = {SECOND};
        RequestIdGenerator generator = new RequestIds("edge1", () -> second[0]).forLoop();
        String prefix = text(generator.next()).substring(0, PREFIX_LENGTH);
        for (int counter = 2; counter <= 1_000_000; counter++) {
            second[0] = SECOND + counter;
            String id = text(generator.next());
            assertTrue(id.startsWith(prefix), id);
            assertEquals(Integer.toString(counter), id.substring(PREFIX_LENGTH));
        }

        String id = text(generator.next());

        assertEquals("1", id.substring(PREFIX_LENGTH));
        assertNotEquals(prefix.substring(0, 8), id.substring(0, 8));
        assertEquals(SECOND + 1_000_000, Long.parseLong(id.substring(9, 17), 16));
    }

    @Test
    void hashesOfAProcessNeverRepeat() {
        RequestIds ids = new RequestIds("edge1");
        int[] hashes = new int[1 << 22];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = ids.nextHash();
        }
        Arrays.sort(hashes);
        for (int i = 1; i < hashes.length; i++) {
            assertNotEquals(hashes[i - 1], hashes[i]);
        }
    }

    @Test
    void processesStartWithHashesOfTheirOwn() {
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            hashes.add(new RequestIds("edge1").nextHash());
        }

        assertTrue(hashes.size() >= 999, () -> hashes.size() + " of 1000");
    }

    /** The clock stands still, so that the hash alone keeps the IDs of loops and of restarted processes apart. */
    @Test
    void fiftyMillionIdsOfEightLoopsAndSevenRestartsHaveNoPair() throws InterruptedException, ExecutionException {
        int loops = 8;
        int processes = 8;
        int idsPerLoop = 50_000_000 / loops / processes + 1;
        ExecutorService threads = Executors.newFixedThreadPool(loops);
        List<Future<Inspector>> results = new ArrayList<>();
        for (int process = 0; process < processes; process++) {
            RequestIds ids = new RequestIds("edge1", () -> SECOND);
            for (int loop = 0; loop < loops; loop++) {
                results.add(threads.submit(() -> {
                    Inspector inspector = new Inspector();
                    RequestIdGenerator generator = ids.forLoop();
                    for (int i = 0; i < idsPerLoop; i++) {
                        inspector.inspect(generator.next());
                    }
                    return inspector;
                }));
            }
        }
        Set<String> prefixes = new HashSet<>();
        long inspected = 0;
        for (Future<Inspector> result : results) {
            Inspector inspector = result.get();
            inspected += inspector.inspected;
            for (String prefix : inspector.prefixes) {
                assertTrue(prefixes.add(prefix), () -> "two loops or processes made " + prefix);
            }
        }
        threads.shutdown();
        assertTrue(inspected >= 50_000_000);
    }

    /**
     * Looks at every ID of one loop. Within a prefix counters must rise by one, so no two are equal; a prefix that comes
     * back is noted a second time and found when all prefixes are compared.
     */
    private static final class Inspector {

        private final List<String> prefixes = new ArrayList<>();
        private byte[] prefix = {};
        private long counter;
        private long inspected;

        void inspect(byte[] id) {
            if (!Arrays.equals(id, 0, PREFIX_LENGTH, prefix, 0, prefix.length)) {
                prefix = Arrays.copyOf(id, PREFIX_LENGTH);
                prefixes.add(text(prefix));
                counter = 0;
            }
            long found = 0;
            for (int i = PREFIX_LENGTH; i < id.length; i++) {
                found = found * 10 + (id[i] - '0');
            }
            if (found != ++counter || id[PREFIX_LENGTH] == '0') {
                throw new AssertionError(text(id) + ", expected counter " + counter);
            }
            inspected++;
        }
    }

    @Test
    void onlyTheArrayOfTheIdIsAllocated() {
        RequestIdGenerator generator = new RequestIds("edge1").forLoop();

        double bytes = Allocations.bytesPerRun(run -> generator.next());

        // Header of an array, 16 bytes, and up to 24 for prefix and counter.
        assertTrue(bytes <= 40.5, () -> bytes + " bytes per ID");
    }

    @Test
    void exactlyTheDocumentedBytesAreAccepted() {
        for (int value = 0; value < 256; value++) {
            char c = (char) value;
            boolean expected = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || ACCEPTED_MARKS.indexOf(c) >= 0;
            for (int at = 0; at < 3; at++) {
                byte[] id = {'a', 'b', 'c'};
                id[at] = (byte) value;
                assertEquals(expected, RequestIds.isAcceptable(id, 0, 3), "byte " + value + " at " + at);
            }
        }
    }

    @Test
    void oneToTwoHundredBytesAreAccepted() {
        byte[] bytes = new byte[300];
        Arrays.fill(bytes, (byte) 'x');

        assertFalse(RequestIds.isAcceptable(bytes, 0, 0));
        assertTrue(RequestIds.isAcceptable(bytes, 7, 8));
        assertTrue(RequestIds.isAcceptable(bytes, 50, 250));
        assertFalse(RequestIds.isAcceptable(bytes, 50, 251));
        assertFalse(RequestIds.isAcceptable(bytes, 8, 7));
    }

    @Test
    void bytesOutsideTheRangeDoNotMatter() {
        byte[] bytes = " abc\n".getBytes(StandardCharsets.US_ASCII);

        assertTrue(RequestIds.isAcceptable(bytes, 1, 4));
        assertFalse(RequestIds.isAcceptable(bytes, 0, 4));
        assertFalse(RequestIds.isAcceptable(bytes, 1, 5));
    }

    @Test
    void ownIdsAreAcceptableAndDecode() {
        RequestIdGenerator generator = new RequestIds("edge1", () -> SECOND).forLoop();
        for (int counter = 1; counter <= 1000; counter++) {
            byte[] id = generator.next();
            assertTrue(RequestIds.isAcceptable(id, 0, id.length));
            RequestId decoded = RequestId.decode(text(id)).orElseThrow();
            assertEquals(text(id).substring(0, 8), decoded.hash());
            assertEquals(Instant.ofEpochSecond(SECOND), decoded.madeAt());
            assertEquals(counter, decoded.counter());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CA0A4BD6",
                "CA0A4BD6-4E9F4258",
                "CA0A4BD6-4E9F4258-",
                "CA0A4BD6-4E9F4258-0",
                "CA0A4BD6-4E9F4258-01",
                "CA0A4BD6-4E9F4258--1",
                "CA0A4BD6-4E9F4258-1000001",
                "CA0A4BD6-4E9F4258-99999999999",
                "ca0a4bd6-4e9f4258-1",
                "CA0A4BD6-4E9F425-1",
                "CA0A4BDG-4E9F4258-1",
                "CA0A4BD6-4E9F4258-1 ",
                "CA0A4BD6-4E9F4258-1\n",
                "HC-CA0A4BD6-4E9F4258-1",
                "CA0A4BD6-4E9F4258-\u0661"
            })
    void whatWaybillDoesNotMakeDoesNotDecode(String id) {
        assertEquals(Optional.empty(), RequestId.decode(id));
    }

    @Test
    void theExampleOfTheDocumentationDecodes() {
        RequestId id = RequestId.decode("CA0A4BD6-4E9F4258-198691").orElseThrow();

        assertEquals(new RequestId("CA0A4BD6", Instant.ofEpochSecond(SECOND), 198_691), id);
    }

    private static String text(byte[] id) {
        return new String(id, StandardCharsets.US_ASCII);
    }
}
