/// How a message is shortened before it is signed.
package enum RSADigest: Sendable, Hashable {
    case sha256
    case sha512
}
