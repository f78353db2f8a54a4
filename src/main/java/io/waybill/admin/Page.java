package io.waybill.admin;

/** What stands behind one path of the admin listener. Called on the admin thread only. */
interface Page {

    Answer answer(AdminRequest request);
}
