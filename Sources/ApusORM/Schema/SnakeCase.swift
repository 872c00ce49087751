extension String {
    /// `publishedAt` as `published_at`, `isHTMLPage` as `is_html_page`.
    package var snakeCased: String {
        var result = ""
        let characters = Array(self)
        for (index, character) in characters.enumerated() {
            if character.isUppercase, index > 0 {
                let followsLower =
                    !characters[index - 1].isUppercase && characters[index - 1] != "_"
                let startsWord =
                    characters[index - 1].isUppercase && index + 1 < characters.count
                    && characters[index + 1].isLowercase
                if followsLower || startsWord { result.append("_") }
            }
            result += character.lowercased()
        }
        return result
    }
}
