import HTTPClients

/// Signs without a key: a signature tells what was signed with what.
struct SimulatedRSA: RSASigning {
    func signature(of message: [UInt8], pem: String, passphrase: String, _ digest: RSADigest) throws(SigningError)
        -> [UInt8]
    {
        Array("\(digest)|\(passphrase)|\(pem)|".utf8) + message
    }

    func newKey() throws(SigningError) -> RSAKeyPair {
        RSAKeyPair(
            privatePEM: "-----BEGIN NEW-----\nnew\n-----END NEW-----\n",
            publicPEM: "-----BEGIN PUBLIC KEY-----\nAQID\nBA==\n-----END PUBLIC KEY-----\n"
        )
    }
}
