namespace WalletKit.Testing.Model;

/// <summary>A store answered otherwise than the model. The message says the seed, the shortest steps that show it, and both answers.</summary>
public sealed class ModelDifferenceException : Exception
{
    internal ModelDifferenceException(int seed, int steps, string message)
        : base(message)
    {
        Seed = seed;
        Steps = steps;
    }

    /// <summary>Gets the seed of the sequence, with which it is run again.</summary>
    public int Seed { get; }

    /// <summary>How many steps the sequence has after all were left out that it fails without.</summary>
    public int Steps { get; }
}
