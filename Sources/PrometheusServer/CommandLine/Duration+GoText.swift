extension Duration {
    /// The duration in Go's form, for the log.
    var goText: String { GoDurationText.string(nanoseconds: Int64(self / .nanoseconds(1))) }
}
