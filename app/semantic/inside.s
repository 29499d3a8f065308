// Without an assembler file the compiler would ask for the body of cachedRenderer.
