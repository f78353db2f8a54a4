package io.waybill.exchange;

import io.waybill.config.CidrSet;
import io.waybill.http.FieldName;

/**
 * What holds for every exchange of this process. Immutable.
 *
 * @param node name of this instance, as in Via
 * @param idField the field that carries the request ID
 * @param trustedIds who may bring a request ID along
 * @param trustedProxies whose forwarding fields are believed
 */
public record ExchangeSettings(String node, FieldName idField, CidrSet trustedIds, CidrSet trustedProxies) {}
