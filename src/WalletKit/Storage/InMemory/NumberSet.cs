using System.Numerics;

namespace WalletKit.Storage.InMemory;

/// <summary>A set of small numbers as one bit each. A number is added or removed in constant time, and the next is found 64 at a time.</summary>
internal sealed class NumberSet
{
    private const int BitsPerWord = 64;

    private ulong[] _words = [];

    public int Count { get; private set; }

    /// <summary>Adds a number that is not in the set.</summary>
    public void Add(int number)
    {
        var word = number / BitsPerWord;
        if (word >= _words.Length)
        {
            Array.Resize(ref _words, Math.Max(word + 1, _words.Length * 2));
        }

        _words[word] |= 1UL << number;
        Count++;
    }

    /// <summary>Removes a number that is in the set.</summary>
    public void Remove(int number)
    {
        _words[number / BitsPerWord] &= ~(1UL << number);
        Count--;
    }

    /// <summary>Returns the numbers from a first one on, ascending.</summary>
    public IEnumerable<int> StartingAt(int first)
    {
        for (var word = first / BitsPerWord; word < _words.Length; word++)
        {
            var bits = _words[word];
            if (word == first / BitsPerWord)
            {
                bits &= ulong.MaxValue << first;
            }

            for (; bits != 0; bits &= bits - 1)
            {
                yield return (word * BitsPerWord) + BitOperations.TrailingZeroCount(bits);
            }
        }
    }
}
