internal import ApusValues

extension Library {
    /// The filters that make or clean HTML.
    mutating func addHTMLFilters() {
        addFilter("escape", isSafe: true) { value, _, _ in
            // Django escapes when the value is printed; here it is text until then, and HTML after.
            .html(value.escapedText)
        }
        addFilter("force_escape", isSafe: true) { value, _, _ in
            .html(HTMLText.escape(value.text))
        }
        addFilter("safe", isSafe: true) { value, _, _ in .html(value.text) }
    }
}
