/// What is sent one by one.
enum RemoteItemKind: String, Sendable {
    case samples, histograms, exemplars
}
