package io.waybill.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operating system signals. Java has no public way to handle them; what every JVM in use offers is asked for by
 * reflection, so that Waybill still starts where it is missing.
 */
final class Signals {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /**
     * Runs {@code action} on a thread of the JVM's whenever the signal comes.
     *
     * @param name without SIG: {@code TERM}
     */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object target = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), target);
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            Throwable cause =
                    unavailable instanceof InvocationTargetException wrapper ? wrapper.getCause() : unavailable;
            LOG.warn("signal not handled: signal={} reason={}", name, String.valueOf(cause));
        }
    }
}
