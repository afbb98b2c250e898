/// What an annotation tells of all the times it was made.
enum AnnotationDetail: Sendable, Hashable, CustomStringConvertible {
    /// How often it was made.
    case occurrences(Int)
    /// What had to be fixed in the buckets of histograms.
    case bucketFixes(BucketFixes)

    /// Takes in what the same annotation told in another place.
    mutating func merge(_ other: AnnotationDetail) {
        switch (self, other) {
        case (.occurrences(let count), .occurrences(let more)): self = .occurrences(count + more)
        case (.bucketFixes(var fixes), .bucketFixes(let more)):
            fixes.merge(more)
            self = .bucketFixes(fixes)
        default: break
        }
    }

    var description: String {
        switch self {
        case .occurrences(let count): count > 1 ? " (\(count) occurrences)" : ""
        case .bucketFixes(let fixes): fixes.description
        }
    }
}
