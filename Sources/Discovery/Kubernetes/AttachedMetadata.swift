/// Which related objects' metadata targets get.
struct AttachedMetadata: Sendable, Hashable {
    var node = false
    var namespace = false
    var deployment = false
    var job = false
    var cronJob = false

    /// The settings by their keys, in the order in which they are shown.
    var named: [(key: String, isSet: Bool)] {
        [
            ("node", node), ("namespace", namespace), ("deployment", deployment), ("job", job), ("cronjob", cronJob),
        ]
    }
}
