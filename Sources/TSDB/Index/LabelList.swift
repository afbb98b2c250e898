/// A list of texts that an index has.
enum LabelList: Hashable {
    /// All label names.
    case names
    /// All values of a label.
    case values(String)
}
