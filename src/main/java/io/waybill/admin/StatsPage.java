package io.waybill.admin;

/** {@code /stats}: everything, as JSON, as text, or as metrics. */
final class StatsPage implements Page {

    private final StatsSource source;
    private final Page metrics;

    StatsPage(StatsSource source, Page metrics) {
        this.source = source;
        this.metrics = metrics;
    }

    @Override
    public Answer answer(AdminRequest request) {
        String name = request.parameter("format");
        Format format = Format.of(name);
        if (format == null) {
            return Format.unknown(name, Format.values());
        }
        return switch (format) {
            case JSON -> Answer.json(StatsJson.all(StatsView.of(source, request.address())));
            case TEXT -> Answer.text(200, StatsText.all(StatsView.of(source, request.address())));
            case PROMETHEUS -> metrics.answer(request);
        };
    }
}
