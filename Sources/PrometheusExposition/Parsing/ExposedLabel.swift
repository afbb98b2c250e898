/// Where a label of an exposition lies.
struct ExposedLabel {
    var name: ExposedPart
    var value: ExposedPart
}
