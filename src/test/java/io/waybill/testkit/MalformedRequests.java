package io.waybill.testkit;

import java.util.ArrayList;
import java.util.List;

/** Requests that Waybill refuses, each with one fault. */
public final class MalformedRequests {

    private MalformedRequests() {}

    /** All of them. */
    public static List<WireCase> all() {
        List<WireCase> cases = new ArrayList<>();
        cases.addAll(MalformedRequestLines.all());
        cases.addAll(MalformedFields.all());
        cases.addAll(MalformedFraming.all());
        cases.addAll(MalformedChunks.all());
        return List.copyOf(cases);
    }
}
