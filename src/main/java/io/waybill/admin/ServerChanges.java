package io.waybill.admin;

import io.waybill.config.AdminRole;
import io.waybill.config.Units;
import io.waybill.control.ChangeResult;
import io.waybill.control.ServerChange;
import io.waybill.pool.ServerId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;

/** {@code PATCH}, {@code PUT} and {@code DELETE /pools/{pool}/servers/{server}}. Confined to the admin thread. */
final class ServerChanges {

    private static final Set<String> PATCH_KEYS = Set.of("state", "weight", "reason", "ttl");
    private static final Set<String> PUT_KEYS = Set.of("address", "state", "weight", "reason", "ttl");
    private static final Set<String> DELETE_KEYS = Set.of("reason");
    private static final int OK = 200;
    private static final int CREATED = 201;

    private final Operations operations;
    private final StatsSource source;

    ServerChanges(Operations operations, StatsSource source) {
        this.operations = operations;
        this.source = source;
    }

    Map<String, Change> byMethod() {
        return Map.of("PATCH", this::patch, "PUT", this::put, "DELETE", this::delete);
    }

    private Order patch(AdminRequest request, byte[] bytes, Caller by) throws WrongRequest {
        ServerId id = server(request);
        ChangeBody body = ChangeBody.of(bytes, PATCH_KEYS);
        ServerChange change = body.change();
        if (!body.has("state") && !body.has("weight")) {
            body.problem("body: found neither state nor weight, expected at least one of them");
        }
        body.check();
        return new Order(
                AdminRole.OPERATOR,
                described(change),
                change.reason(),
                () -> answer(id, operations.change(id, change, by.name()), OK));
    }

    private Order put(AdminRequest request, byte[] bytes, Caller by) throws WrongRequest {
        ServerId id = server(request);
        ChangeBody body = ChangeBody.of(bytes, PUT_KEYS);
        String expected = "host and port; write for example 10.0.0.9:8080";
        String address = body.text("address", expected);
        if (!body.has("address")) {
            body.problem("address: found nothing, expected " + expected);
        }
        ServerChange change = body.change();
        body.check();
        String where = address == null ? "" : address;
        boolean isNew = source.pools().stream()
                .filter(pool -> pool.name().equals(id.pool()))
                .flatMap(pool -> pool.servers().stream())
                .noneMatch(known -> known.name().equals(id.server()));
        return new Order(
                AdminRole.ADMIN,
                ("put address=" + where + " " + described(change)).strip(),
                change.reason(),
                () -> answer(id, operations.put(id, where, change, by.name()), isNew ? CREATED : OK));
    }

    private Order delete(AdminRequest request, byte[] bytes, Caller by) throws WrongRequest {
        ServerId id = server(request);
        String reason = request.parameter("reason");
        if (bytes.length > 0) {
            ChangeBody body = ChangeBody.of(bytes, DELETE_KEYS);
            String said = body.reason();
            if (reason != null && body.has("reason")) {
                body.problem("reason: found it in the query and in the body, expected it once");
            }
            body.check();
            reason = reason == null ? said : reason;
        }
        String why = reason == null ? "" : reason;
        if (!ChangeBody.isReason(why)) {
            throw new WrongRequest(
                    List.of("reason: expected a text of at most 200 characters without control characters"));
        }
        return new Order(AdminRole.ADMIN, "remove", why, () -> answer(id, operations.remove(id, why, by.name()), OK));
    }

    private static ServerId server(AdminRequest request) {
        return new ServerId(request.path().get(1), request.path().get(3));
    }

    private static String described(ServerChange change) {
        StringJoiner words = new StringJoiner(" ");
        if (change.state() != null) {
            words.add("state=" + change.state().name().toLowerCase(Locale.ROOT));
        }
        if (change.weight() != null) {
            words.add("weight=" + change.weight());
        }
        if (change.ttl() != null) {
            words.add("ttl=" + Units.shown(change.ttl()));
        }
        return words.toString();
    }

    private static CompletableFuture<Answer> answer(ServerId id, CompletableFuture<ChangeResult> result, int status) {
        return result.thenApply(it -> {
            if (it instanceof ChangeResult.Applied applied) {
                return Answer.json(status, OverrideJson.applied(id, applied));
            }
            return it instanceof ChangeResult.Unknown unknown
                    ? Answer.error(404, unknown.message(), false)
                    : Answer.error(422, ((ChangeResult.Refused) it).message(), false);
        });
    }
}
