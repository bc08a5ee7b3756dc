package net.sf.json;

import java.util.AbstractList;

public final class JSONArray extends AbstractList<Object> {
    public JSONArray() {}

    @Override
    public native Object get(int index);

    @Override
    public native int size();

    @Override
    public native boolean add(Object value);
}
