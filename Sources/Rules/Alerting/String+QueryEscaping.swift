extension String {
    /// The text as a value in the query of a URL, spaces as `+`.
    var queryEscaped: String {
        var result: [UInt8] = []
        for byte in utf8 {
            switch Character(Unicode.Scalar(byte)) {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "~": result.append(byte)
            case " ": result.append(UInt8(ascii: "+"))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += (digits.utf8.count < 2 ? "%0" : "%").utf8
                result += digits.utf8
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
