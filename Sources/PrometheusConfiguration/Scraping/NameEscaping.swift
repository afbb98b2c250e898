/// How names that are not legacy names are asked for; the raw value is the spelling in the configuration.
package enum NameEscaping: String, Sendable, Hashable, CaseIterable {
    case allowUTF8 = "allow-utf-8"
    case underscores
    case dots
    case values
}
