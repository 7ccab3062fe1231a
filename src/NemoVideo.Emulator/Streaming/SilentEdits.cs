using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Editing;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Streaming;

/// <summary>Decides which edits close their stream without a word: always the same ones for the same seed.</summary>
internal static class SilentEdits
{
    public static bool IsSilent(EmulatorOptions options, Session session, EditPlan plan)
    {
        if (plan.Generates || plan.Edits.Count == 0)
        {
            return false;
        }

        // A hash spreads neighbouring places evenly, which a random generator's first number does not.
        var place = SHA256.HashData(Encoding.ASCII.GetBytes($"{options.Seed}/{session.Number}/{session.MessageCount}"));
        return BinaryPrimitives.ReadUInt32LittleEndian(place) / (double)(1L << 32) < options.SilentRate;
    }
}
