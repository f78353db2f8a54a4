package io.waybill.architecture.broken.stats;

@SuppressWarnings({"NonFinalStaticField", "ClassCanBeStatic"})
class BaseHelper {

    static int counter;

    static int getInstance() {
        return counter;
    }

    static int sum(int a, int b, int c, int d, int e, int f, int g) {
        return a + b + c + d + e + f + g;
    }

    enum Allowed {
        ONE(1, 2, 3, 4, 5, 6) {};

        private final int sum;

        Allowed(int a, int b, int c, int d, int e, int f) {
            this.sum = a + b + c + d + e + f;
        }

        int sum() {
            return sum;
        }
    }

    record AlsoAllowed(int a, int b, int c, int d, int e, int f, int g) {}

    final class Inner {

        private final int sum;

        Inner(int a, int b, int c, int d, int e, int f) {
            this.sum = a + b + c + d + e + f;
        }

        int sum() {
            return sum + counter;
        }
    }
}
