package io.waybill.control;

import io.waybill.net.UpstreamTlsContexts;
import io.waybill.pool.ServerRegistry;
import io.waybill.route.LiveSnapshot;

/**
 * What a change of the configuration touches.
 *
 * @param control where snapshots and states are changed
 * @param registry of the snapshots' servers and pools
 * @param live which snapshot serves
 * @param states of the servers
 * @param overrides what operators changed at run time
 * @param listeners those that are open
 * @param upstreamTls what loops find when they open a connection to a server
 * @param dataPlane the loops
 */
public record ReloadParts(
        ControlThread control,
        ServerRegistry registry,
        LiveSnapshot live,
        ServerStates states,
        OverrideStore overrides,
        ListenerSet listeners,
        UpstreamTlsContexts upstreamTls,
        DataPlanePort dataPlane) {}
