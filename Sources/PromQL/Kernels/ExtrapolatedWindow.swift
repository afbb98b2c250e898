/// How far the samples of a window are from its ends, in seconds, and how far a difference is extrapolated for it.
struct ExtrapolatedWindow {
    var toStart: Double
    var toEnd: Double
    /// What the samples cover.
    var span: Double
    /// The mean distance of the samples, 0 if there is only one.
    private let average: Double

    init(toStart: Double, toEnd: Double, span: Double, gaps: Int) {
        self.toStart = toStart
        self.toEnd = toEnd
        self.span = span
        average = gaps > 0 ? span / Double(gaps) : 0
    }

    private var limit: Double { average * 1.1 }

    /// A start too far away is not reached.
    mutating func limitStart() { if toStart >= limit { toStart = average / 2 } }

    /// A counter is not below zero before the window starts; `share` is its first value's share of the increase.
    mutating func limitStart(toZero share: Double) { toStart = min(toStart, span * share) }

    /// An end too far away is not reached.
    mutating func limitEnd() { if toEnd >= limit { toEnd = average / 2 } }

    /// What the difference of the samples is multiplied with.
    var factor: Double { span == 0 ? 1 : (span + toStart + toEnd) / span }
}
