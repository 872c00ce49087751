// swift-tools-version: 6.2
import PackageDescription

/// One executable a reader to fuzz: its name, and the products of Apus it needs (README.md).
let fuzzed: [(name: String, products: [String])] = [
    ("RequestParserFuzz", ["ApusHTTP"]),
    ("BodyReadersFuzz", ["ApusHTTP"]),
    ("PeersAndLogsFuzz", ["ApusHTTP", "ApusServer"]),
    ("ModelMacroFuzz", ["ApusModelSyntax"]),
    ("TemplateParserFuzz", ["ApusTemplates"]),
    ("ValidatorsFuzz", ["ApusTemplates"]),
    ("ValuesFuzz", ["ApusORM"]),
]

let swift: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "apus", path: "..")],
    targets: [
        .target(name: "CFuzzer"),
        .target(name: "Fuzzing", dependencies: ["CFuzzer"], swiftSettings: swift),
    ]
        + fuzzed.map { target in
            .executableTarget(
                name: target.name,
                dependencies: ["Fuzzing"]
                    + target.products.map { .product(name: $0, package: "apus") },
                swiftSettings: swift)
        }
)
