package io.waybill.balance;

/** What a {@link Balancer} knows of the things it chooses from. Safe from any thread. */
public interface Candidate {

    /** Share of the requests, relative to the other candidates; with 0 it is never chosen. */
    int weight();

    /** How many requests it is working on now, those of all event loops together. */
    int requestsInFlight();
}
