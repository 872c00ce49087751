import Apus

/// The site: its settings, its apps and its URLs.
public let site = Site(
    settings: .fromEnvironment {
        // Signs cookies and tokens. This one is for development: set SECRET_KEY in production.
        if $0.secretKey.isEmpty {
            $0.secretKey = "{{ secret_key }}"
        }
    },
    apps: []
) {
}
