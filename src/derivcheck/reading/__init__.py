"""From LaTeX to typed terms: lexer, parser, scope, shapes."""
