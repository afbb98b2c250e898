extension Labels: CustomStringConvertible {
    /// The braces form, `{job="node", instance="a:9100"}`, with the metric name as an ordinary label.
    @usableFromInline
    package var description: String {
        "{" + array.map { "\($0.name.quotedIfNeeded)=\($0.value.quoted)" }.joined(separator: ", ") + "}"
    }
}
