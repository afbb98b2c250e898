internal import StrictYAML

/// The profiles in the files that Amazon's tools share.
struct AWSProfiles: Sendable {
    let variables: @Sendable (String) -> String?

    /// The profile that counts where the settings name none.
    var standardName: String { variable("AWS_PROFILE") ?? "default" }

    /// The values of a profile; those of the file of credentials come before those of the file of settings.
    func values(_ name: String) -> [String: String] {
        let settings = values(name, "AWS_CONFIG_FILE", "config", prefix: "profile ")
        return settings.merging(values(name, "AWS_SHARED_CREDENTIALS_FILE", "credentials", prefix: "")) { $1 }
    }

    private func values(
        _ name: String,
        _ pathVariable: String,
        _ file: String,
        prefix: String
    ) -> [String: String] {
        let path = variable(pathVariable) ?? (variable("HOME") ?? "") + "/.aws/\(file)"
        guard let bytes = try? TextFile.read(path) else { return [:] }
        var values: [String: String] = [:]
        var isInside = false
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let text = String(line).trimmed
            if text.hasPrefix("#") || text.hasPrefix(";") { continue }
            if text.hasPrefix("["), text.hasSuffix("]") {
                let section = String(text.dropFirst().dropLast()).trimmed
                isInside = section == name || section == prefix + name
            } else if isInside, let sign = text.firstIndex(of: "=") {
                let key = String(text[..<sign]).trimmed.lowercased()
                values[key] = String(text[text.index(after: sign)...]).trimmed
            }
        }
        return values
    }

    private func variable(_ name: String) -> String? { variables(name).flatMap { $0.isEmpty ? nil : $0 } }
}
