package io.waybill.control;

import io.waybill.config.PoolConfig;
import io.waybill.config.WaybillConfig;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import java.util.List;
import java.util.Set;

public interface RuntimeServers {
    List<PoolConfig> effective(List<PoolConfig> pools);
    boolean isRemoved(ServerId server);
    void begin(ResolvedConfig resolved, List<Pool> pools, Set<Server> serving);
    void settle(WaybillConfig config, ResolvedConfig resolved, List<Pool> pools);
}
