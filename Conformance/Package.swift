// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "conformance",
    dependencies: [.package(name: "apus", path: "..")],
    targets: [
        .executableTarget(
            name: "replay",
            dependencies: [
                .product(name: "Apus", package: "apus"),
                .product(name: "ApusHTTP", package: "apus"),
                .product(name: "ApusMigrations", package: "apus"),
                .product(name: "ApusORM", package: "apus"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ])
    ]
)
