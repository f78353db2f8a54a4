package io.waybill.admin;

import io.waybill.config.AdminRole;
import io.waybill.control.ConfigDiff;
import io.waybill.control.ReloadResult;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code POST /reload}, also as a dry run of the file or of a text. Confined to the admin thread. */
final class ReloadChange implements Change {

    private static final String TEXT_KEY = "configuration";

    private final Operations operations;

    ReloadChange(Operations operations) {
        this.operations = operations;
    }

    /** Whether a request may bring a whole configuration. */
    static boolean mayBringText(AdminRequest request) {
        return request.path().equals(List.of("reload")) && "true".equals(request.parameter("dryRun"));
    }

    @Override
    public Order order(AdminRequest request, byte[] bytes, Caller by) throws WrongRequest {
        boolean dryRun = dryRun(request.parameter("dryRun"));
        String text = bytes.length == 0 ? null : text(bytes, dryRun);
        if (text != null) {
            String what = "dry run of a text of " + text.length() + " characters";
            return new Order(AdminRole.ADMIN, what, "", () -> answer(operations.dryRun(text), true));
        }
        if (dryRun) {
            return new Order(AdminRole.OPERATOR, "dry run", "", () -> answer(operations.dryRun(), true));
        }
        return new Order(
                AdminRole.OPERATOR, "reload", "", () -> answer(operations.reload("request by " + by.name()), false));
    }

    private static boolean dryRun(@Nullable String parameter) throws WrongRequest {
        if (parameter != null && !parameter.equals("true") && !parameter.equals("false")) {
            throw new WrongRequest(List.of("dryRun: expected true or false"));
        }
        return "true".equals(parameter);
    }

    private static @Nullable String text(byte[] bytes, boolean dryRun) throws WrongRequest {
        ChangeBody body = ChangeBody.of(bytes, Set.of(TEXT_KEY));
        String text = body.text(TEXT_KEY, "the text of a configuration file");
        if (body.has(TEXT_KEY) && !dryRun) {
            body.problem(TEXT_KEY + ": found a text, expected none without ?dryRun=true; a reload reads the file");
        }
        body.check();
        return text;
    }

    private static CompletableFuture<Answer> answer(CompletableFuture<ReloadResult> result, boolean dryRun) {
        return result.thenApply(it -> {
            if (it instanceof ReloadResult.Applied applied) {
                return Answer.json(JsonText.object(json -> applied(json, applied, dryRun)));
            }
            return it instanceof ReloadResult.Unchanged unchanged
                    ? Answer.json(JsonText.object(json -> unchanged(json, unchanged, dryRun)))
                    : rejected((ReloadResult.Rejected) it, dryRun);
        });
    }

    private static void applied(JsonGenerator json, ReloadResult.Applied applied, boolean dryRun) {
        json.writeStringProperty("result", "applied");
        json.writeBooleanProperty("dry_run", dryRun);
        json.writeNumberProperty("version", applied.version());
        json.writeNumberProperty("took_ms", JsonText.millis(applied.took().toNanos()));
        ConfigDiff changes = applied.changes();
        json.writeObjectPropertyStart("changes");
        JsonText.strings(json, "added", changes.added());
        JsonText.strings(json, "changed", changes.changed());
        JsonText.strings(json, "removed", changes.removed());
        JsonText.strings(json, "closing", changes.closing());
        json.writeEndObject();
        JsonText.strings(json, "notices", applied.notices());
    }

    private static void unchanged(JsonGenerator json, ReloadResult.Unchanged unchanged, boolean dryRun) {
        json.writeStringProperty("result", "unchanged");
        json.writeBooleanProperty("dry_run", dryRun);
        json.writeNumberProperty("version", unchanged.version());
    }

    private static Answer rejected(ReloadResult.Rejected rejected, boolean dryRun) {
        return Answer.json(422, JsonText.object(json -> {
            json.writeStringProperty("result", "rejected");
            json.writeBooleanProperty("dry_run", dryRun);
            json.writeStringProperty("error", "the configuration is wrong; the one of before still serves");
            JsonText.strings(json, "problems", rejected.problems());
        }));
    }
}
