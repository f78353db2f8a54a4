package io.waybill.architecture.broken.core;

final class InNoRow {}
