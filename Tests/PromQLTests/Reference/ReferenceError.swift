/// Why the reference has no answer.
enum ReferenceError: Error {
    /// The engine must fail too.
    case fails(String)
    /// The reference does not know this part of the language.
    case unknown(String)
}
