internal import CBcrypt
internal import PrometheusModel

/// A bcrypt hash of a password.
struct BcryptHash: Sendable, Hashable {
    let text: String

    /// Checks that `text` is one, with upstream's words if it is not.
    init(checking text: String) throws(WebConfigurationError) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 59 else {
            throw .rejected("crypto/bcrypt: hashedSecret too short to be a bcrypted password")
        }
        func character(_ index: Int) -> String { String(UnicodeScalar(bytes[index])) }
        guard bytes[0] == UInt8(ascii: "$") else {
            throw .rejected(
                "crypto/bcrypt: bcrypt hashes must start with '$', but hashedSecret started with '\(character(0))'"
            )
        }
        guard bytes[1] <= UInt8(ascii: "2") else {
            throw .rejected(
                "crypto/bcrypt: bcrypt algorithm version '\(character(1))' requested is newer than current version '2'"
            )
        }
        let digits = bytes[2] == UInt8(ascii: "$") ? bytes[3..<5] : bytes[4..<6]
        let shown = String(decoding: digits, as: UTF8.self)
        guard let cost = Int(shown) else {
            throw .rejected("strconv.Atoi: parsing \(shown.quoted): invalid syntax")
        }
        guard (4...31).contains(cost) else {
            throw .rejected("crypto/bcrypt: cost \(cost) is outside allowed inclusive range 4..31")
        }
        self.text = text
    }

    private init(known text: String) { self.text = text }

    /// The hash that unknown users are compared with, so that they take as long as known ones.
    static let dummy = BcryptHash(known: "$2b$10$abcdefghijklmnopqrstuuMFg2IYDfvKPDjdDVNcq4oiI9VUaFxnW")

    /// Whether the password has this hash; takes as long whatever it is.
    func matches(_ password: String) -> Bool {
        // More than that bcrypt does not look at; upstream refuses it.
        guard password.utf8.count <= 72, !password.utf8.contains(0) else { return false }
        var output = [CChar](repeating: 0, count: 64)
        // Safe: both texts live for the call, which writes at most 64 bytes.
        guard unsafe vencejo_bcrypt(password, text, &output) == 0 else { return false }
        let computed = output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return Self.isEqual(computed, Array(text.utf8.prefix(60)))
    }

    /// Compares without stopping at the first difference.
    private static func isEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        guard first.count == second.count else { return false }
        return zip(first, second).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
