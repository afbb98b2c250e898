// swift-tools-version: 6.2
// swift-format-ignore-file: one line a target, for scripts/subpackage.py
import PackageDescription

/// Settings of every Swift target. The tools version implies language mode 6.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),  // a box is always visible in the source
    .enableUpcomingFeature("MemberImportVisibility"),  // a file imports what it uses
    .enableUpcomingFeature("InternalImportsByDefault"),  // dependencies do not leak through signatures
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // async helpers stay on the caller's executor
    .enableExperimentalFeature("Lifetimes"),  // ~Escapable readers over spans
    .strictMemorySafety(),  // each unsafe use says so
    .treatAllWarnings(as: .error),
]

/// A C or C++ target with one header that puts a system library or an instruction behind plain C functions.
func shim(_ name: String, links libraries: [String] = []) -> Target {
    .target(name: name, linkerSettings: libraries.map { .linkedLibrary($0) })
}

/// A Swift library target. External products come after our own targets.
func library(_ name: String, _ targets: [String] = [], _ products: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: targets.map { .target(name: $0) } + products, swiftSettings: settings)
}

/// An executable that contains `main` only.
func program(_ name: String, _ targets: [String], _ products: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name, dependencies: targets.map { .target(name: $0) } + products, swiftSettings: settings)
}

/// A program that measures a part; never shipped.
func benchmark(_ name: String, _ targets: [String], _ products: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name, dependencies: targets.map { .target(name: $0) } + products, path: "Benchmarks/\(name)", swiftSettings: settings)
}

/// A library that only tests use; it lives beside them.
func support(_ name: String, _ targets: [String], _ products: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: targets.map { .target(name: $0) } + products, path: "Tests/\(name)",
        swiftSettings: settings)
}

/// A test target.
func tests(_ name: String, _ targets: [String], _ products: [Target.Dependency] = []) -> Target {
    .testTarget(name: name, dependencies: targets.map { .target(name: $0) } + products, swiftSettings: settings)
}

let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbirdHTTP2: Target.Dependency = .product(name: "HummingbirdHTTP2", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "vencejo",
    products: [
        .executable(name: "prometheus", targets: ["prometheus"]),
        .executable(name: "promtool", targets: ["promtool"]),
        .library(name: "PrometheusClient", targets: ["PrometheusClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    // In layer order: a target depends on targets of lower layers only. docs/architecture.md says what lives in each.
    // One line a target, so that scripts/subpackage.py can cut a package of some of them for quick builds.
    targets: [
        shim("CPrometheusFloat"),
        shim("CCRC32C"),
        shim("CPrefetch"),
        shim("CEpoll"),
        shim("CRE2", links: ["re2"]),
        shim("CSnappy", links: ["snappy"]),
        shim("CZstd", links: ["zstd"]),
        shim("CPrometheusZlib", links: ["z"]),
        shim("CWebUI"),
        shim("CBcrypt", links: ["crypt"]),
        shim("CAllocator"),
        library("NativeThreads"),
        library("PrometheusBytes"),
        library("PrometheusModel", ["PrometheusBytes", "CPrometheusFloat"]),
        library("BlockCompression", ["PrometheusBytes", "CSnappy", "CZstd", "CPrometheusZlib"]),
        library("PrometheusLogging", ["PrometheusModel"], [logging]),
        library("LabelMatching", ["PrometheusModel", "PrometheusBytes", "CRE2"]),
        library("PrometheusWire", ["PrometheusBytes", "PrometheusModel"]),
        library("Chunks", ["PrometheusBytes", "PrometheusModel"]),
        library("Templating", ["PrometheusBytes", "PrometheusModel", "LabelMatching"]),
        library("StrictYAML", ["PrometheusModel"], [yams]),
        library("PrometheusExposition", ["PrometheusBytes", "PrometheusModel", "PrometheusWire"]),
        library("Storage", ["PrometheusModel", "LabelMatching", "Chunks"]),
        library("PrometheusClient", ["PrometheusModel", "PrometheusBytes", "PrometheusExposition"]),
        library("TSDB", ["NativeThreads", "PrometheusBytes", "PrometheusModel", "LabelMatching", "Chunks", "Storage", "BlockCompression", "PrometheusClient", "CCRC32C", "CPrefetch"]),
        library("PromQL", ["PrometheusBytes", "PrometheusModel", "LabelMatching", "Storage", "PrometheusClient"]),
        library("HTTPClients", ["PrometheusBytes", "PrometheusModel", "StrictYAML"]),
        library("SocketHTTPClients", ["NativeThreads", "PrometheusBytes", "PrometheusModel", "HTTPClients", "CEpoll"]),
        library("AsyncHTTPClients", ["SocketHTTPClients", "HTTPClients", "StrictYAML", "PrometheusModel", "PrometheusClient"], [asyncHTTPClient, nioCore, nioHTTP1, nioPosix, nioSSL, logging]),
        library("KeySigning", ["HTTPClients"], [crypto, cryptoExtras, nioSSL]),
        library("HTTPServing", ["PrometheusBytes", "PrometheusModel", "LabelMatching", "StrictYAML", "PrometheusClient", "CPrometheusZlib", "CBcrypt"]),
        library("SocketHTTPServing", ["CEpoll", "NativeThreads", "PrometheusBytes", "PrometheusModel", "HTTPServing", "PrometheusClient"], [serviceLifecycle]),
        library("HummingbirdServing", ["HTTPServing", "PrometheusModel", "PrometheusClient"], [hummingbirdCore, hummingbirdHTTP2, httpTypes, nioCore, nioHTTP1, nioPosix, nioSSL, nioTLS, serviceLifecycle, logging]),
        library("Discovery", ["NativeThreads", "PrometheusBytes", "PrometheusModel", "StrictYAML", "HTTPClients", "PrometheusClient"], [logging]),
        library("WebUI", ["CWebUI", "HTTPServing"]),
        library("PrometheusConfiguration", ["PrometheusBytes", "PrometheusModel", "LabelMatching", "StrictYAML", "HTTPClients", "Discovery"]),
        library("OpenTelemetry", ["PrometheusBytes", "PrometheusModel", "PrometheusWire", "StrictYAML", "BlockCompression", "Storage", "PrometheusConfiguration", "PrometheusClient"], [logging]),
        library("Scraping", ["PrometheusBytes", "PrometheusModel", "LabelMatching", "PrometheusExposition", "Storage", "PrometheusConfiguration", "Discovery", "HTTPClients", "BlockCompression", "PrometheusClient"], [logging]),
        library("Notifications", ["PrometheusModel", "LabelMatching", "PrometheusConfiguration", "Discovery", "HTTPClients", "PrometheusClient"], [logging]),
        library("RemoteStorage", ["NativeThreads", "PrometheusBytes", "PrometheusModel", "LabelMatching", "StrictYAML", "PrometheusWire", "Chunks", "CCRC32C", "Storage", "BlockCompression", "PrometheusClient", "TSDB", "HTTPClients", "PrometheusConfiguration"], [logging]),
        library("Rules", ["PrometheusBytes", "PrometheusModel", "LabelMatching", "Storage", "PromQL", "Templating", "StrictYAML", "PrometheusConfiguration", "Notifications", "PrometheusClient"], [logging]),
        library("Consoles", ["PrometheusModel", "LabelMatching", "StrictYAML", "Templating", "Storage", "PromQL", "HTTPServing"]),
        library("WebAPI", ["PrometheusBytes", "PrometheusModel", "LabelMatching", "StrictYAML", "PrometheusWire", "PrometheusExposition", "PromQL", "TSDB", "Storage", "Scraping", "Discovery", "Rules", "Notifications", "RemoteStorage", "PrometheusConfiguration", "OpenTelemetry", "HTTPServing", "PrometheusClient"], [logging]),
        library("PromtoolCommands", ["PrometheusBytes", "PrometheusModel", "LabelMatching", "PrometheusExposition", "StrictYAML", "Storage", "TSDB", "PromQL", "HTTPClients", "AsyncHTTPClients", "KeySigning", "HTTPServing", "Discovery", "PrometheusConfiguration", "PrometheusClient", "Scraping", "Rules"], [logging]),
        library("PrometheusServer", ["CAllocator", "PrometheusLogging", "PrometheusBytes", "PrometheusModel", "BlockCompression", "PrometheusExposition", "LabelMatching", "Templating", "PromQL", "TSDB", "Storage", "Scraping", "Discovery", "Rules", "Notifications", "RemoteStorage", "PrometheusConfiguration", "OpenTelemetry", "HTTPClients", "AsyncHTTPClients", "KeySigning", "HTTPServing", "SocketHTTPServing", "HummingbirdServing", "Consoles", "WebAPI", "WebUI", "PrometheusClient"], [serviceLifecycle, unixSignals, logging]),
        program("prometheus", ["PrometheusServer"]),
        program("promtool", ["PromtoolCommands"]),
        support("CAllocationCounter", []),
        support("TestSupport", ["PrometheusModel", "LabelMatching", "Storage"]),
        benchmark("ScrapeBenchmarks", ["TestSupport", "Scraping", "Storage", "Discovery", "HTTPClients", "PrometheusConfiguration", "PrometheusExposition", "PrometheusClient", "PrometheusModel", "PrometheusBytes"], [logging]),
        benchmark("DiscoveryBenchmarks", ["TestSupport", "Discovery", "SocketHTTPClients", "HTTPClients", "StrictYAML", "PrometheusClient"], [logging]),
        benchmark("ChunkBenchmarks", ["TestSupport", "Chunks", "PrometheusModel", "PrometheusBytes"]),
        benchmark("HeadBenchmarks", ["TestSupport", "TSDB", "Chunks", "Storage", "LabelMatching", "PrometheusModel", "PrometheusBytes"]),
        benchmark("BlockBenchmarks", ["TestSupport", "TSDB", "Chunks", "Storage", "LabelMatching", "PrometheusModel", "PrometheusBytes"]),
        benchmark("QueryBenchmarks", ["PromQL", "TSDB", "Storage", "PrometheusModel", "TestSupport"]),
        tests("OpenTelemetryTests", ["TestSupport", "OpenTelemetry", "PrometheusWire", "StrictYAML", "Storage", "PrometheusConfiguration", "PrometheusClient", "PrometheusModel"], [logging]),
        tests("WebAPITests", ["WebAPI", "StrictYAML", "TestSupport", "Storage", "Notifications", "PrometheusExposition", "PrometheusClient", "LabelMatching", "HTTPServing", "PrometheusBytes", "PromQL", "Rules", "PrometheusModel", "PrometheusWire"]),
        tests("HTTPServingTests", ["TestSupport", "HTTPServing", "StrictYAML", "LabelMatching", "PrometheusClient"]),
        tests("SocketHTTPServingTests", ["SocketHTTPServing", "HTTPServing", "LabelMatching", "PrometheusBytes", "PrometheusClient"]),
        tests("HummingbirdServingTests", ["TestSupport", "HummingbirdServing", "SocketHTTPServing", "HTTPServing", "HTTPClients", "AsyncHTTPClients", "LabelMatching", "PrometheusClient"], [logging, nioCore, nioHTTP1, nioPosix, nioSSL, asyncHTTPClient]),
        tests("SocketHTTPClientsTests", ["SocketHTTPClients", "HTTPClients", "PrometheusBytes"]),
        tests("AsyncHTTPClientsTests", ["TestSupport", "AsyncHTTPClients", "HTTPClients", "StrictYAML"], [nioCore, nioPosix, nioSSL]),
        tests("ChunksTests", ["Chunks", "PrometheusBytes", "PrometheusModel"]),
        tests("ScrapingTests", ["Scraping", "StrictYAML", "PrometheusWire", "Storage", "Discovery", "HTTPClients", "PrometheusConfiguration", "LabelMatching", "BlockCompression", "PrometheusClient", "PrometheusModel", "PrometheusBytes"], [logging]),
        tests("PrometheusExpositionTests", ["TestSupport", "LabelMatching", "PrometheusExposition", "PrometheusWire", "PrometheusBytes", "PrometheusModel"]),
        tests("PrometheusModelTests", ["PrometheusModel", "PrometheusBytes", "TestSupport"]),
        tests("PromQLTests", ["PromQL", "PrometheusClient", "PrometheusModel", "PrometheusBytes", "LabelMatching", "Storage", "TestSupport"]),
        tests("TemplatingTests", ["Templating", "PrometheusModel", "TestSupport"]),
        tests("RulesTests", ["Rules", "Notifications", "Templating", "PromQL", "Storage", "LabelMatching", "PrometheusModel", "PrometheusConfiguration", "PrometheusClient", "TestSupport"], [logging]),
        tests("NotificationsTests", ["Notifications", "Discovery", "HTTPClients", "LabelMatching", "PrometheusConfiguration", "PrometheusModel", "PrometheusClient"], [logging]),
        tests("PrometheusLoggingTests", ["PrometheusLogging"], [logging]),
        tests("PrometheusServerTests", ["PrometheusServer", "PrometheusExposition", "PrometheusConfiguration", "TSDB"]),
        tests("PromtoolCommandsTests", ["PromtoolCommands", "TestSupport", "TSDB", "Storage", "PrometheusModel"]),
        tests("ConsolesTests", ["Consoles", "HTTPServing", "PromQL", "PrometheusModel", "TestSupport"]),
        tests("TidyTests", []),
        tests("EndToEndTests", ["prometheus"]),
        tests("PrometheusClientTests", ["PrometheusClient", "PrometheusExposition"]),
        tests("TSDBTests", ["CAllocationCounter", "TSDB", "Storage", "Chunks", "LabelMatching", "PrometheusBytes", "PrometheusModel"]),
        tests("PrometheusWireTests", ["PrometheusWire", "PrometheusModel", "PrometheusBytes"]),
        tests("RemoteStorageTests", ["TestSupport", "StrictYAML", "RemoteStorage", "Chunks", "TSDB", "HTTPClients", "PrometheusConfiguration", "LabelMatching", "PrometheusWire", "PrometheusModel", "PrometheusBytes", "Storage", "BlockCompression", "PrometheusClient"], [logging]),
        tests("BlockCompressionTests", ["BlockCompression", "PrometheusBytes"]),
        tests("StrictYAMLTests", ["StrictYAML", "PrometheusModel"]),
        tests("LabelMatchingTests", ["LabelMatching", "PrometheusModel", "PrometheusBytes"]),
        tests("HTTPClientsTests", ["HTTPClients", "PrometheusModel", "StrictYAML"]),
        tests("KeySigningTests", ["KeySigning", "HTTPClients"], [crypto, cryptoExtras]),
        tests("DiscoveryTests", ["NativeThreads", "PrometheusBytes", "Discovery", "HTTPClients", "LabelMatching", "PrometheusConfiguration", "TestSupport", "StrictYAML", "PrometheusModel", "PrometheusClient"], [logging]),
        tests("PrometheusConfigurationTests", ["TestSupport", "PrometheusConfiguration", "Discovery", "HTTPClients", "StrictYAML", "LabelMatching", "PrometheusModel"]),
    ],
    cxxLanguageStandard: .cxx17
)
