// Torch uses all cores by itself and its default generator is one for the process: one test at a time.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
