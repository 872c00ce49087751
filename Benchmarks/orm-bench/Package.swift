// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "orm-bench",
    dependencies: [.package(name: "apus", path: "../..")],
    targets: [
        .executableTarget(
            name: "orm-bench",
            dependencies: [.product(name: "ApusORM", package: "apus")],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ])
    ]
)
