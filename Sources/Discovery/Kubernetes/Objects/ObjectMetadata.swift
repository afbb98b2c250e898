/// What all objects of a cluster have.
struct ObjectMetadata {
    /// A label or an annotation.
    typealias Entry = (key: String, value: String)

    var name = ""
    var namespace = ""
    var uid = ""
    var labels: [Entry] = []
    var annotations: [Entry] = []
    /// The kind and name of the owner that controls the object.
    var controller: (kind: String, name: String) = ("", "")

    init() {}

    init(reading reader: inout JSONReader) throws(JSONReaderError) {
        guard try reader.enterObject() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.text()
            case "namespace": namespace = try reader.text()
            case "uid": uid = try reader.text()
            case "labels": labels = try reader.textEntries()
            case "annotations": annotations = try reader.textEntries()
            case "ownerReferences": try readOwners(&reader)
            default: try reader.skip()
            }
        }
    }

    /// What names the object among those of its kind.
    var key: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }

    private mutating func readOwners(_ reader: inout JSONReader) throws(JSONReaderError) {
        guard try reader.enterArray() else { return }
        while try reader.hasElement() {
            var (kind, name, controls) = ("", "", false)
            guard try reader.enterObject() else { continue }
            while let key = try reader.nextKey() {
                switch key {
                case "kind": kind = try reader.text()
                case "name": name = try reader.text()
                case "controller": controls = try reader.boolean() ?? false
                default: try reader.skip()
                }
            }
            if controls { controller = (kind, name) }
        }
    }

    /// Adds the labels that tell of the object's name, labels and annotations.
    func add(to meta: inout MetaLabels, role: String, withName: Bool = true) {
        if withName { meta["\(role)_name"] = name }
        let (label, labelPresent) = ("\(role)_label_", "\(role)_labelpresent_")
        for entry in labels {
            let key = entry.key.sanitisedLabelName
            meta[label + key] = entry.value
            meta[labelPresent + key] = "true"
        }
        let (annotation, annotationPresent) = ("\(role)_annotation_", "\(role)_annotationpresent_")
        for entry in annotations {
            let key = entry.key.sanitisedLabelName
            meta[annotation + key] = entry.value
            meta[annotationPresent + key] = "true"
        }
    }
}

extension JSONReader {
    /// An object of texts, in the order in which they stand.
    mutating func textEntries() throws(JSONReaderError) -> [(key: String, value: String)] {
        var entries: [(key: String, value: String)] = []
        guard try enterObject() else { return entries }
        while let key = try nextKey() { entries.append((key, try text())) }
        return entries
    }

    /// Calls `body` for each key of an object, if it is one.
    mutating func eachKey(
        _ body: (String, inout JSONReader) throws(JSONReaderError) -> Void
    ) throws(JSONReaderError) {
        guard try enterObject() else { return }
        while let key = try nextKey() { try body(key, &self) }
    }

    /// Calls `body` for each element of an array, if it is one.
    mutating func eachElement(_ body: (inout JSONReader) throws(JSONReaderError) -> Void) throws(JSONReaderError) {
        guard try enterArray() else { return }
        while try hasElement() { try body(&self) }
    }
}
