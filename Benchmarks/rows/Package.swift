// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "rows",
    dependencies: [.package(name: "apus", path: "../..")],
    targets: [
        .executableTarget(
            name: "rows",
            dependencies: [.product(name: "ApusORM", package: "apus")],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ])
    ]
)
