/// An element of an instant vector, with labels as plain text.
struct ReferenceElement: Equatable {
    var labels: [String: String]
    var value: Double

    var withoutName: ReferenceElement {
        var result = self
        for name in ["__name__", "__type__", "__unit__"] { result.labels[name] = nil }
        return result
    }
}
