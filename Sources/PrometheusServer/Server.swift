struct Server {
    init(_ options: ServerOptions) {}
    func run() async -> Int32 { 0 }
}
