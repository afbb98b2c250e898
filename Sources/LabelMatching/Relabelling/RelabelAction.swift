/// What a relabelling rule does; the raw value is the spelling in the configuration.
package enum RelabelAction: String, Sendable, Hashable, CaseIterable {
    case replace
    case keep
    case drop
    case keepEqual = "keepequal"
    case dropEqual = "dropequal"
    case hashMod = "hashmod"
    case labelMap = "labelmap"
    case labelDrop = "labeldrop"
    case labelKeep = "labelkeep"
    case lowercase
    case uppercase
}
