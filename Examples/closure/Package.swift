// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "closure",
    dependencies: [.package(name: "apus", path: "../..")],
    targets: [
        .executableTarget(
            name: "closure", dependencies: [.product(name: "ApusServer", package: "apus")])
    ]
)
