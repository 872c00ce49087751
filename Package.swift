// swift-tools-version: 6.2
import CompilerPluginSupport
import PackageDescription

let swift: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]
// A debug build compiles each room whole and keeps lines, not variables, for the debugger: half of the
// time (docs/decisions/build-time.md).
let room =
    swift + [
        .unsafeFlags(
            [
                "-wmo", "-disable-batch-mode", "-num-threads", "2", "-gline-tables-only",
                "-no-emit-module-separately-wmo", "-index-ignore-system-modules",
                "-index-ignore-clang-modules", "-Xfrontend", "-disable-incremental-llvm-codegen",
                "-Xfrontend", "-disable-llvm-verify",
            ], .when(configuration: .debug))
    ]

let package = Package(
    name: "apus",
    products: [
        .library(name: "Apus", targets: ["Apus"]),
        .library(name: "ApusTesting", targets: ["ApusTesting"]),
        .library(name: "ApusHTTP", targets: ["ApusHTTP"]),
        .library(name: "ApusServer", targets: ["ApusServer"]),
        .library(name: "ApusTemplates", targets: ["ApusTemplates"]),
        .library(name: "ApusORM", targets: ["ApusORM"]),
        .library(name: "ApusMigrations", targets: ["ApusMigrations"]),
        .library(name: "ApusModelSyntax", targets: ["ApusModelSyntax"]),
        .executable(name: "apus-manage", targets: ["apus-manage"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    ],
    targets: [
        .target(name: "CLinux"),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CResources"),
        .target(name: "ApusValues", swiftSettings: room),
        .target(name: "ApusHTTP", swiftSettings: room),
        .target(
            name: "ApusServer",
            dependencies: [
                "ApusHTTP", "CLinux", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: room),
        .target(name: "ApusTemplates", dependencies: ["ApusValues"], swiftSettings: room),
        .target(name: "ApusModelSyntax", swiftSettings: room),
        .macro(name: "ApusModelMacros", dependencies: ["ApusModelSyntax"], swiftSettings: room),
        .target(
            name: "ApusORM", dependencies: ["ApusValues", "ApusModelMacros", "CSQLite"],
            swiftSettings: room),
        .target(
            name: "ApusMigrations", dependencies: ["ApusValues", "ApusORM"], swiftSettings: room),
        .target(
            name: "ApusWeb",
            dependencies: [
                "ApusValues", "ApusHTTP", "ApusServer", "ApusTemplates", "ApusORM",
                "CLinux", "CResources",
            ],
            swiftSettings: room),
        .target(
            name: "ApusManage",
            dependencies: [
                "ApusHTTP", "ApusMigrations", "ApusORM", "ApusServer", "ApusWeb", "CLinux",
                "CResources",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: room),
        .target(
            name: "ApusTesting",
            dependencies: [
                "ApusHTTP", "ApusMigrations", "ApusORM", "ApusServer", "ApusValues", "ApusWeb",
            ],
            swiftSettings: room),
        .target(
            name: "Apus",
            dependencies: [
                "ApusHTTP", "ApusServer", "ApusValues", "ApusTemplates", "ApusORM",
                "ApusMigrations", "ApusWeb", "ApusManage",
            ],
            swiftSettings: room),
        .executableTarget(name: "apus-manage", dependencies: ["ApusManage"], swiftSettings: swift),
        .testTarget(name: "ApusHTTPTests", dependencies: ["ApusHTTP"], swiftSettings: swift),
        .testTarget(
            name: "ApusModelMacrosTests",
            dependencies: ["ApusMigrations", "ApusModelSyntax", "ApusORM", "ApusValues"],
            exclude: ["Misuse"], swiftSettings: swift),
        .testTarget(
            name: "ApusManageTests",
            dependencies: [
                "ApusHTTP", "ApusManage", "ApusMigrations", "ApusORM", "ApusServer", "ApusWeb",
                "apus-manage",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swift),
        .executableTarget(
            name: "ORMUnderTest", dependencies: ["ApusORM"], path: "Tests/ORMUnderTest",
            swiftSettings: swift),
        .testTarget(
            name: "ApusORMTests",
            dependencies: ["ApusMigrations", "ApusORM", "ApusValues", "ORMUnderTest"],
            swiftSettings: swift),
        .executableTarget(
            name: "ServerUnderTest", dependencies: ["ApusHTTP", "ApusServer"],
            path: "Tests/ServerUnderTest", swiftSettings: swift),
        .executableTarget(
            name: "CounterUnderTest",
            dependencies: ["ApusHTTP", "ApusORM", "ApusServer", "ApusValues"],
            path: "Tests/CounterUnderTest", swiftSettings: swift),
        .executableTarget(
            name: "closure", dependencies: ["ApusServer"], path: "Examples/closure/Sources/closure"),
        .testTarget(
            name: "ApusServerTests",
            dependencies: [
                "ApusHTTP", "ApusServer", "CLinux", "CounterUnderTest", "ServerUnderTest",
                "closure",
            ],
            swiftSettings: swift),
        .executableTarget(
            name: "MigrationUnderTest", dependencies: ["ApusMigrations", "ApusORM"],
            path: "Tests/MigrationUnderTest",
            swiftSettings: swift),
        .testTarget(
            name: "ApusMigrationsTests",
            dependencies: ["ApusMigrations", "ApusORM", "MigrationUnderTest"],
            swiftSettings: swift),
        .testTarget(
            name: "ApusDataTests", dependencies: ["ApusMigrations", "ApusORM", "ApusValues"],
            exclude: ["Django"],
            swiftSettings: swift),
        .testTarget(name: "ApusValuesTests", dependencies: ["ApusValues"], swiftSettings: swift),
        .testTarget(
            name: "ApusTemplatesTests", dependencies: ["ApusTemplates", "ApusValues"],
            swiftSettings: swift),
        .testTarget(
            name: "ApusWebTests",
            dependencies: ["Apus", "ApusMigrations", "ApusWeb", "ApusTesting", "CResources"],
            swiftSettings: swift),
        .executableTarget(
            name: "SiteUnderTest", dependencies: ["Apus", "ApusServer"],
            path: "Tests/SiteUnderTest", swiftSettings: swift),
        .testTarget(
            name: "SiteServerTests", dependencies: ["CLinux", "SiteUnderTest"],
            swiftSettings: swift),
        .testTarget(
            name: "DocumentationTests", dependencies: ["ApusTemplates", "apus-manage"],
            swiftSettings: swift),
    ]
)
